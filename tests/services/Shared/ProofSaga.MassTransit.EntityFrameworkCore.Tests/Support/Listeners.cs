using Microsoft.EntityFrameworkCore;

namespace ProofSaga.Provider.Tests.Support;

/// <summary>The connections on which the processes of a test hear of each other.</summary>
static class Listeners
{
    const string Listening =
        "FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE '%outbox listener' AND query LIKE 'LISTEN%' AND state = 'idle'";

    /// <summary>Waits until so many processes listen.</summary>
    public static Task UntilAsync(TestStore store, int count) =>
        store.UntilAsync(async shop => (await ProcessIdsAsync(shop)).Count == count);

    public static Task<List<int>> ProcessIdsAsync(ShopDbContext shop) =>
        shop.Database.SqlQueryRaw<int>($"SELECT pid AS \"Value\" {Listening}").ToListAsync();

    /// <summary>Cuts them off, as a failing server or network would.</summary>
    public static Task<int> CutOffAsync(TestStore store) =>
        store.ReadAsync(shop => shop.Database.ExecuteSqlRawAsync($"SELECT pg_terminate_backend(pid) {Listening}"));
}
