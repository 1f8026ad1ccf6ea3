"""How a unit draws up its dossier: by hand or from a list in Excel, kept until it is sent, looked through before."""
