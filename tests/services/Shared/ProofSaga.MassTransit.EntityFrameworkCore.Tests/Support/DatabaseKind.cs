namespace ProofSaga.Provider.Tests.Support;

public enum DatabaseKind
{
    Sqlite,
    Postgres,
}
