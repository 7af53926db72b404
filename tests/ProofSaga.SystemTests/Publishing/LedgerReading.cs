using Npgsql;

namespace ProofSaga.SystemTests.Publishing;

/// <summary>What the publication ledger holds of the only signer.</summary>
/// <param name="Unfinished">Transactions whose end is not recorded.</param>
/// <param name="Nonces">Of all transactions, each once, in order.</param>
/// <param name="NextNonce">The next one to give away.</param>
sealed record LedgerReading(long Unfinished, IReadOnlyList<long> Nonces, long NextNonce)
{
    const string Query = """
        SELECT (SELECT count(*) FROM publication_transactions WHERE state IN ('prepared', 'broadcast', 'mined')),
            (SELECT array_agg(DISTINCT nonce ORDER BY nonce) FROM publication_transactions),
            (SELECT next_nonce FROM signer_nonces)
        """;

    public static async Task<LedgerReading> ReadAsync(NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand(Query);
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return new(reader.GetInt64(0), reader.GetFieldValue<long[]>(1), reader.GetInt64(2));
    }
}
