"""What every scene needs and no house changes: read once, before any settings (throwaway.py)."""

# ruff: noqa: F401
import asyncio
import concurrent.futures
import email.message
import smtplib
import sqlite3

import babel.dates
import django.apps
import django.core.management
import django.core.serializers.json
import django.db.backends.postgresql.base
import django.db.backends.sqlite3.base
import django.db.migrations.executor
import django.db.models
import django.dispatch
import django.forms
import django.http
import django.template
import django.template.loader
import django.urls
import django.utils.html
import django.utils.translation
import django.views
import nacl.public
import nacl.pwhash
import nacl.secret
import nacl.signing
import numpy as np
import psycopg
import pyotp
import pyroaring
import Stemmer
