using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace ProofSaga.Persistence;

public static class RowInsertion
{
    /// <summary>Inserts a row, in one statement and without tracking it, unless its primary key is taken.</summary>
    /// <returns><see langword="false"/> when a row with that key is there; nothing is changed then.</returns>
    /// <remarks>
    /// It waits for a transaction that has inserted the same key and is not committed. Unlike a refused insert it does not
    /// spoil the transaction it is part of.
    /// </remarks>
    public static async Task<bool> InsertIfAbsentAsync<T>(this DbContext db, T row, CancellationToken cancellationToken)
        where T : class
    {
        var entity =
            db.Model.FindEntityType(typeof(T))
            ?? throw new InvalidOperationException($"{typeof(T).Name} is no entity.");
        var table = StoreObjectIdentifier.Create(entity, StoreObjectType.Table)!.Value;
        var sql = db.GetService<ISqlGenerationHelper>();
        var columns = new List<string>();
        var parameters = new List<DbParameter>();
        await using var command = db.Database.GetDbConnection().CreateCommand();
        foreach (var property in entity.GetProperties())
        {
            if (property.GetGetter().GetClrValue(row) is not { } value)
                continue;

            var name = sql.GenerateParameterName(parameters.Count.ToString("'p'0", CultureInfo.InvariantCulture));
            columns.Add(sql.DelimitIdentifier(property.GetColumnName(table)!));
            parameters.Add(property.GetRelationalTypeMapping().CreateParameter(command, name, value));
        }

        var key = entity
            .FindPrimaryKey()!
            .Properties.Select(property => sql.DelimitIdentifier(property.GetColumnName(table)!));
        var statement = $"""
            INSERT INTO {sql.DelimitIdentifier(table.Name, table.Schema)} ({string.Join(", ", columns)})
            VALUES ({string.Join(", ", parameters.Select(parameter => parameter.ParameterName))})
            ON CONFLICT ({string.Join(", ", key)}) DO NOTHING
            """;
        return await db.Database.ExecuteSqlRawAsync(statement, parameters, cancellationToken) == 1;
    }
}
