"""Every blueprint of the app, in one list."""

from flask import Blueprint

from auditapp.views import home

ALL: tuple[Blueprint, ...] = (home.views,)
