using System.Data.Common;

namespace ProofSaga.Persistence;

/// <summary>
/// Recognises that the database failed: its provider's exception comes bare, or as the cause of one of Entity Framework's.
/// </summary>
public static class DatabaseFailure
{
    public static bool IsDatabaseFailure(this Exception? exception) =>
        exception is not null && (exception is DbException || exception.InnerException.IsDatabaseFailure());
}
