"""Wires configuration, index, database and blueprints into one application."""

from __future__ import annotations

from flask import Flask

from helpcenter.accounts.identity_keys import IdentityKeys
from helpcenter.accounts.progress import Progress
from helpcenter.accounts.users import Users
from helpcenter.config import Config, load_config
from helpcenter.insights.contact import ContactLink, contact_of
from helpcenter.insights.digest import Digesting
from helpcenter.insights.feedback import Feedback
from helpcenter.insights.journal import Journal
from helpcenter.insights.recording import Recording
from helpcenter.insights.searches.log import LOG_WAITS, SearchLog
from helpcenter.insights.spool import Spool
from helpcenter.search.generations import Generations
from helpcenter.search.reranking.choosing import reranking_of
from helpcenter.search.semantics.choosing import asking_of
from helpcenter.storage.database import Database
from helpcenter.web import locales, problems, rendering, search_log, security, sessions, transfer, viewing
from helpcenter.web.api.views import api
from helpcenter.web.assets import Assets
from helpcenter.web.auth.views import auth
from helpcenter.web.cards.keeping import Cards
from helpcenter.web.dashboard.views import dashboard
from helpcenter.web.demo import views as demo
from helpcenter.web.embed.views import embed
from helpcenter.web.limiting import Limiter
from helpcenter.web.picker.views import picker
from helpcenter.web.secret import kept_secret
from helpcenter.web.serving import WEB, Serving, release_of
from helpcenter.web.shared_counts import shared_counts_of
from helpcenter.web.signing import Signing
from helpcenter.web.site.asking import asking
from helpcenter.web.site.discovery import discovery
from helpcenter.web.site.feedback import feedback
from helpcenter.web.site.views import site


def create_app(config: Config | None = None) -> Flask:
    """The application; nothing is read from disk but its own files until the first request."""
    config = config or load_config()
    demo.check(config)
    app = Flask("helpcenter.web", static_folder=None, template_folder="templates")
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    overrides = config.overrides
    assets = Assets(WEB / "static", overrides / "static")
    model, reranking = asking_of(config), reranking_of(config)
    generations = Generations(config.index, model, reranking)
    internal = Generations(config.internal_index, model, reranking)
    release = release_of(WEB, overrides)
    database = Database(config.database_url)
    contact = contact_of(config)
    secret = kept_secret(config.secret)
    serving = Serving(
        config,
        generations,
        assets,
        release,
        Cards(config.cards),
        Recording(database, config.retention_days, digest=Digesting(config, database).send_due),
        Feedback(database, Spool(config.spool), None if isinstance(contact, ContactLink) else contact),
        SearchLog(Database(config.database_url, wait=LOG_WAITS), Journal(config.searches)),
        Signing(secret),
        internal,
        Users(database),
        IdentityKeys(config.identity_key_file, config.identity_keys),
        Progress(database),
        contact,
        Limiter(secret, shared_counts_of(config)),
    )
    app.extensions["helpcenter"] = serving
    assets.init_app(app)
    locales.init_app(app, config.default_locale, overrides / "translations")
    security.init_app(app, config)
    sessions.init_app(app, serving.users, secret, secure=config.base_url.startswith("https:"))
    transfer.init_app(app)
    viewing.init_app(app)
    search_log.init_app(app)
    problems.init_app(app)
    app.register_blueprint(site)
    app.register_blueprint(discovery)
    app.register_blueprint(feedback)
    app.register_blueprint(asking)
    app.register_blueprint(api)
    app.register_blueprint(auth)
    app.register_blueprint(dashboard)
    app.register_blueprint(embed)
    app.register_blueprint(picker)
    if config.demo == "on":
        app.register_blueprint(demo.demo)
    rendering.init_app(app, overrides)
    return app
