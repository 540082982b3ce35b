"""Every blueprint of the app, in one list."""

from flask import Blueprint

from auditapp.views import evidence, home, reports, walks

ALL: tuple[Blueprint, ...] = (home.views, walks.views, evidence.views, reports.views)
