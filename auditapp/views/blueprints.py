"""Every blueprint of the app, in one list."""

from flask import Blueprint

from auditapp.views import (
    accounts,
    actions,
    audit_plans,
    audit_steps,
    audits,
    checklists,
    evidence,
    findings,
    home,
    links,
    nonconformities,
    packs,
    people,
    reports,
    responses,
    set_up,
    shell,
    sites,
    trust,
    walks,
)

ALL: tuple[Blueprint, ...] = (
    home.views,
    shell.views,
    walks.views,
    evidence.views,
    reports.views,
    set_up.views,
    accounts.views,
    people.views,
    sites.views,
    trust.views,
    audits.views,
    audit_plans.views,
    audit_steps.views,
    findings.views,
    checklists.views,
    nonconformities.views,
    responses.views,
    links.views,
    actions.views,
    packs.views,
)
