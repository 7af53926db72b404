using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace ProofSaga.Orchestrator.Projection;

/// <summary>Writes single columns of a row that is known by its key alone and was never read.</summary>
static class AttachedRow
{
    /// <summary>Also to a value that a new row has anyway: the one in the database may have another.</summary>
    public static void Set(EntityEntry row, string property, object? value)
    {
        var column = row.Property(property);
        column.CurrentValue = value;
        column.IsModified = true;
    }
}
