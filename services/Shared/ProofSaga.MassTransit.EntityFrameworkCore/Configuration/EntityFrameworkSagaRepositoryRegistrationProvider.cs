namespace MassTransit.Configuration;

/// <summary>Gives the same EF Core repository configuration to each saga that is added by its type.</summary>
public class EntityFrameworkSagaRepositoryRegistrationProvider(
    Action<IEntityFrameworkSagaRepositoryConfigurator>? configure
) : ISagaRepositoryRegistrationProvider
{
    public virtual void Configure<TSaga>(ISagaRegistrationConfigurator<TSaga> configurator)
        where TSaga : class, ISaga => configurator.EntityFrameworkRepository(saga => configure?.Invoke(saga));
}
