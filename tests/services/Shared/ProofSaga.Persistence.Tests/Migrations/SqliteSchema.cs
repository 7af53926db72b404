namespace ProofSaga.Persistence.Tests.Migrations;

/// <summary>Describes a SQLite schema, one line for each column and index, whatever the columns' order.</summary>
static class SqliteSchema
{
    public const string Query = """
        SELECT 'column ' || t.name || '.' || c.name || ' ' || c.type
            || CASE c."notnull" WHEN 1 THEN ' NOT NULL' ELSE '' END
            || COALESCE(' DEFAULT ' || c.dflt_value, '')
            || CASE WHEN c.pk > 0 THEN ' KEY ' || c.pk ELSE '' END
            || CASE WHEN c.pk > 0 AND t.sql LIKE '%AUTOINCREMENT%' THEN ' AUTOINCREMENT' ELSE '' END AS Value
        FROM sqlite_master t JOIN pragma_table_xinfo(t.name) c
        WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' AND t.name NOT LIKE '__EF%'
        UNION ALL
        SELECT 'index ' || t.name || ' ' || CASE i.origin WHEN 'c' THEN i.name ELSE i.origin END
            || CASE i."unique" WHEN 1 THEN ' UNIQUE' ELSE '' END
            || ' (' || (SELECT group_concat(x.name, ', ' ORDER BY x.seqno) FROM pragma_index_info(i.name) x) || ')'
            || CASE i.partial WHEN 1 THEN ' ' || substr(s.sql, instr(s.sql, 'WHERE')) ELSE '' END AS Value
        FROM sqlite_master t JOIN pragma_index_list(t.name) i LEFT JOIN sqlite_master s ON s.name = i.name
        WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' AND t.name NOT LIKE '__EF%'
        """;
}
