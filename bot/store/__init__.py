"""The database: models, migrations, queries, loading, withdrawal."""
