using MassTransit.EntityFrameworkCoreIntegration;
using Microsoft.EntityFrameworkCore;

namespace MassTransit;

/// <summary>A database whose DbContext is made of the maps of the sagas that are stored in it.</summary>
public interface IEntityFrameworkSagaRepository
{
    /// <summary>Adds a saga to the model; the first map of a saga counts.</summary>
    /// <exception cref="InvalidOperationException">The model is in use already.</exception>
    void AddSagaClassMap<TSaga>(ISagaClassMap<TSaga> sagaClassMap)
        where TSaga : class, ISaga;

    /// <summary>A new context; the caller disposes it.</summary>
    DbContext GetDbContext();
}
