"""The council: a body whose members and standing body change over time; its sittings are sessions."""
