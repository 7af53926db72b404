using Microsoft.EntityFrameworkCore;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>How a database locks rows.</summary>
public interface ILockStatementProvider
{
    /// <summary>What to append to a SELECT so that its rows are locked and those that another transaction has locked are passed over; empty where the database has a single writer.</summary>
    string SkipLockedClause { get; }

    /// <summary>A SELECT with parameter <c>{0}</c>, which locks the row with that primary key until the transaction ends.</summary>
    string GetRowLockStatement<T>(DbContext context)
        where T : class;

    /// <summary>A SELECT with one parameter for each property, <c>{0}</c>, <c>{1}</c>, …, which locks the rows with those values until the transaction ends.</summary>
    string GetRowLockStatement<T>(DbContext context, params string[] propertyNames)
        where T : class;
}
