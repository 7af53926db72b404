import pg from 'pg';

/**
 * What a Postgres server wrote so far. Transaction ids are handed to transactions that write, each costing one commit record;
 * unlike pg_stat_database they are counted at once.
 * @param {string} url
 * @returns {Promise<{read(): Promise<{transactions: number, walBytes: number}>, close(): Promise<void>}>}
 */
export async function openPostgresCounters(url) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return {
    async read() {
      const { rows } = await client.query(
        `SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS transactions,
                (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::text AS wal_bytes`,
      );
      return { transactions: Number(rows[0].transactions), walBytes: Number(rows[0].wal_bytes) };
    },
    close: () => client.end(),
  };
}
