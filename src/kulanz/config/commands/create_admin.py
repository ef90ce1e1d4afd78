"""``kulanz create-admin``: makes the first administrator, who invites everybody else."""

from __future__ import annotations

import argparse
import getpass
import os
import sys

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import translation

from kulanz.core.console import complain, language, say
from kulanz.core.console import gettext as _
from kulanz.people.models import User
from kulanz.people.rules import normal_mail


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Who it is. The password is asked for, or taken from KULANZ_ADMIN_PASSWORD: never from the command line."""
    parser.add_argument("email", help=_("mail address, which is the sign-in name"))
    parser.add_argument("name", help=_("first and last name"))


def run(options: argparse.Namespace) -> int:
    """Make the administrator."""
    try:
        email = normal_mail(options.email)
    except ValueError:
        complain(_("“{address}” is not a mail address.").format(address=options.email))
        return 2
    if User.objects.filter(email=email).exists():
        complain(_("Somebody with the address {address} exists already.").format(address=email))
        return 1
    # Not saved: the rules compare the password with name and address.
    person = User(email=email, name=options.name, is_admin=True)
    password = _password()
    if password is None:
        complain(_("The two passwords are not the same; nobody was added."))
        return 1
    try:
        with translation.override(language()):
            validate_password(password, person)
    except ValidationError as problem:
        complain(" ".join(problem.messages))
        return 1
    User.objects.create_user(email, password, name=options.name, is_admin=True)
    say(_("{name} can now sign in with {address}.").format(name=options.name, address=email))
    return 0


def _password() -> str | None:
    """Return what was given, asked for twice at a terminal, where nobody sees what they type; None if they differ."""
    if given := os.environ.get("KULANZ_ADMIN_PASSWORD"):
        return given
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    password = getpass.getpass(_("Password (at least 10 characters): "))
    return password if getpass.getpass(_("The same password again: ")) == password else None
