using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>
/// Gives a changed saga a new value in each concurrency token that the database does not generate: <c>int</c> and <c>long</c> count up, <c>Guid</c> and
/// <c>byte[]</c> get a new unique value. A token that the database generates (<c>xmin</c> on Postgres), or that the saga has changed itself, is left alone.
/// Do not map a <c>byte[]</c> with <c>IsRowVersion()</c>: neither Postgres nor SQLite generates it, and EF would not send ours; <c>IsConcurrencyToken()</c> is right.
/// </summary>
public static class SagaConcurrencyToken
{
    internal static void Advance(EntityEntry entry)
    {
        // whether it is modified at all is known after this
        entry.DetectChanges();
        if (entry.State != EntityState.Modified)
            return;

        foreach (var token in entry.Properties.Where(property => property.Metadata.IsConcurrencyToken))
        {
            if (token.Metadata.ValueGenerated == ValueGenerated.Never && !token.IsModified)
                token.CurrentValue = Next(token.CurrentValue, token.Metadata);
        }
    }

    static object Next(object? value, IReadOnlyProperty token) =>
        (value, Nullable.GetUnderlyingType(token.ClrType) ?? token.ClrType) switch
        {
            (int version, _) => version + 1,
            (long version, _) => version + 1,
            (_, var type) when type == typeof(Guid) => NewId.NextGuid(),
            (_, var type) when type == typeof(byte[]) => NewId.NextGuid().ToByteArray(),
            (null, var type) when type == typeof(int) => 1,
            (null, var type) when type == typeof(long) => 1L,
            (_, var type) => throw new ConfigurationException(
                $"{token.DeclaringType.DisplayName()}.{token.Name} is a concurrency token of type {type.Name}: use int, long, Guid or byte[]."
            ),
        };
}
