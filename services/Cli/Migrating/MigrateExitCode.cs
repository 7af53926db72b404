namespace ProofSaga.Cli.Migrating;

/// <summary>What a script can act on.</summary>
static class MigrateExitCode
{
    public const int Done = 0;

    /// <summary>The database is away, or refused a statement.</summary>
    public const int DatabaseFailed = 1;

    public const int WrongArguments = 2;

    /// <summary>It would have dropped tables or columns, and nobody said yes.</summary>
    public const int NotConfirmed = 3;
}
