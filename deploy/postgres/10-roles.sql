-- Roles and databases of an empty server, once. Passwords come from files, so none is written down here.
-- minhbach_owner owns the tables and runs the migrations; minhbach_app is what web, workers and sealer use.
\set ON_ERROR_STOP on
\set owner_password `cat "${SECRETS:-/run/secrets}/owner_password"`
\set app_password `cat "${SECRETS:-/run/secrets}/app_password"`
\set temporal_password `cat "${SECRETS:-/run/secrets}/temporal_password"`

CREATE ROLE minhbach_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE minhbach_app LOGIN PASSWORD :'app_password';
CREATE ROLE temporal LOGIN PASSWORD :'temporal_password';

CREATE DATABASE minhbach OWNER minhbach_owner;
REVOKE ALL ON DATABASE minhbach FROM PUBLIC;
GRANT CONNECT ON DATABASE minhbach TO minhbach_app;

CREATE DATABASE temporal OWNER temporal;
REVOKE ALL ON DATABASE temporal FROM PUBLIC;
CREATE DATABASE temporal_visibility OWNER temporal;
REVOKE ALL ON DATABASE temporal_visibility FROM PUBLIC;
