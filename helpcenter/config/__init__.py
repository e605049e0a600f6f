"""What can be set, and the settings in force; nothing that acts on them."""

from helpcenter.config.config import Config
from helpcenter.config.loading import Resolved, load_config, resolve
from helpcenter.config.settings import BY_NAME, SECRETS, SETTINGS, Setting

__all__ = ["BY_NAME", "SECRETS", "SETTINGS", "Config", "Resolved", "Setting", "load_config", "resolve"]
