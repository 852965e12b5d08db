"""The house tells every one of its settings."""

from havre.prompt.docs import commands, settings_page


def test_every_setting_is_described_and_every_description_is_read():
    assert list(settings_page.complaints()) == []


def test_the_page_of_settings_is_what_the_code_says():
    assert commands._on_disk("settings.md") == commands._NOTE + settings_page.page()


def test_the_contract_s_settings_are_among_them():
    promised = {
        "DATABASE_URL",
        "DATA",
        "FRONT_DATABASE_URL",
        "DESK_DATABASE_URL",
        "KEYSTORE_URL",
        "FRONT_URL",
        "DESK_URL",
        "EXIT_URL",
        "TIME_ZONE",
        "SMTP_URL",
    }
    assert promised - set(settings_page.found()) == set()
