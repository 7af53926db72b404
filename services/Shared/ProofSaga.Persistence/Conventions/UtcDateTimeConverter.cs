using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace ProofSaga.Persistence.Conventions;

/// <summary>SQLite forgets that a time is UTC; every time in this database is.</summary>
sealed class UtcDateTimeConverter()
    : ValueConverter<DateTime, DateTime>(time => time, time => DateTime.SpecifyKind(time, DateTimeKind.Utc));
