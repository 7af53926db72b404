using System.Reflection;
using MassTransit;
using MassTransit.Configuration;
using MassTransit.EntityFrameworkCoreIntegration;
using MassTransit.EntityFrameworkCoreIntegration.Saga;

namespace ProofSaga.Provider.Tests.Surface;

/// <summary>The official package's types that we have: a change of any of them is a change for everyone who moves to or from that package.</summary>
sealed class When_the_public_surface_is_compared
{
    static readonly Type[] Types =
    [
        typeof(EntityFrameworkCoreSagaRepositoryRegistrationExtensions),
        typeof(EntityFrameworkOutboxConfigurationExtensions),
        typeof(OutboxModelBuilderExtensions),
        typeof(IEntityFrameworkSagaRepository),
        typeof(IEntityFrameworkSagaRepositoryConfigurator),
        typeof(IEntityFrameworkSagaRepositoryConfigurator<>),
        typeof(IEntityFrameworkOutboxConfigurator),
        typeof(IEntityFrameworkBusOutboxConfigurator),
        typeof(EntityFrameworkSagaRepositoryConfigurator<>),
        typeof(EntityFrameworkSagaRepositoryRegistrationProvider),
        typeof(EntityFrameworkOutboxConfigurator<>),
        typeof(EntityFrameworkBusOutboxConfigurator<>),
        typeof(EntityFrameworkSagaRepository<>),
        typeof(ILockStatementProvider),
        typeof(SqlLockStatementProvider),
        typeof(PostgresLockStatementProvider),
        typeof(SqliteLockStatementProvider),
        typeof(ISagaClassMap),
        typeof(ISagaClassMap<>),
        typeof(SagaClassMap<>),
        typeof(SagaDbContext),
        typeof(ISagaDbContextFactory<>),
        typeof(ContainerSagaDbContextFactory<,>),
        typeof(DelegateSagaDbContextFactory<>),
    ];

    [Test]
    public void It_is_what_was_approved()
    {
        var surface = string.Join('\n', Types.SelectMany(Describe));
        // what to approve, when the change is meant
        TestContext.Out.WriteLine(surface);
        Assert.That(surface, Is.EqualTo(ApprovedSurface.Text.ReplaceLineEndings("\n")));
    }

    static IEnumerable<string> Describe(Type type)
    {
        const BindingFlags Declared =
            BindingFlags.Public
            | BindingFlags.NonPublic
            | BindingFlags.Instance
            | BindingFlags.Static
            | BindingFlags.DeclaredOnly;
        yield return $"{type.Namespace}.{Name(type)}";
        var lines = type.GetConstructors(Declared)
            .Where(IsVisible)
            .Select(constructor => $"  new({Parameters(constructor)})")
            .Concat(type.GetProperties(Declared).Select(Property).OfType<string>())
            .Concat(
                type.GetMethods(Declared)
                    .Where(method => IsVisible(method) && !method.IsSpecialName)
                    .Select(method =>
                        $"  {Name(method.ReturnType)} {method.Name}{Generics(method)}({Parameters(method)})"
                    )
            );
        foreach (var line in lines.Order(StringComparer.Ordinal))
            yield return line;
    }

    static bool IsVisible(MethodBase? method) => method is { IsPublic: true } or { IsFamily: true };

    static string? Property(PropertyInfo property)
    {
        var accessors = (IsVisible(property.GetMethod) ? " get;" : "") + (IsVisible(property.SetMethod) ? " set;" : "");
        return accessors.Length == 0 ? null : $"  {Name(property.PropertyType)} {property.Name} {{{accessors} }}";
    }

    static string Generics(MethodInfo method) =>
        method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : "";

    static string Parameters(MethodBase method) =>
        string.Join(
            ", ",
            method.GetParameters().Select(p => Name(p.ParameterType) + (p.IsOptional ? $" {p.Name}?" : $" {p.Name}"))
        );

    static string Name(Type type)
    {
        if (type.IsArray)
            return Name(type.GetElementType()!) + "[]";
        var name = type.Name.Split('`')[0];
        return type.IsGenericType ? $"{name}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>" : name;
    }
}
