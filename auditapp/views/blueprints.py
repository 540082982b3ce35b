"""Every blueprint of the app, in one list."""

from flask import Blueprint

from auditapp.views import accounts, evidence, home, people, reports, set_up, sites, trust, walks

ALL: tuple[Blueprint, ...] = (
    home.views,
    walks.views,
    evidence.views,
    reports.views,
    set_up.views,
    accounts.views,
    people.views,
    sites.views,
    trust.views,
)
