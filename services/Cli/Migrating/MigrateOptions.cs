namespace ProofSaga.Cli.Migrating;

/// <param name="Database">As <see cref="Persistence.DatabaseAddress.Parse"/> reads it; null: none is named.</param>
/// <param name="Target">As <see cref="Persistence.DatabaseMigrator.MigrateAsync"/> takes it.</param>
/// <param name="OnlyLists">Change nothing.</param>
/// <param name="MayDrop">Go back although something is lost.</param>
sealed record MigrateOptions(string? Database, string? Target, bool OnlyLists, bool MayDrop);
