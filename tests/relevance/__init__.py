"""How well real queries are answered: measured on evaluation data, compared with floors."""
