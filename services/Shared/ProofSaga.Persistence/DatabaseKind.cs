namespace ProofSaga.Persistence;

public enum DatabaseKind
{
    Postgres,

    /// <summary>A file; one process at a time.</summary>
    Sqlite,
}
