import "#web/shared/tokens.css";
