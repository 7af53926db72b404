using Microsoft.EntityFrameworkCore;
using ProofSaga.Persistence;

namespace ProofSaga.Orchestrator.Admission;

static class AdmissionRegistration
{
    /// <summary>The dispatcher of generations.</summary>
    public static void AddAdmission(this IServiceCollection services)
    {
        services
            .AddOptions<AdmissionOptions>()
            .BindConfiguration(AdmissionOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton<AdmissionSignal>();
        services.AddSingleton<AdmissionCommitInterceptor>();
        services.ConfigureDbContext<ProofSagaDbContext>(
            (provider, options) => options.AddInterceptors(provider.GetRequiredService<AdmissionCommitInterceptor>())
        );
        services.AddSingleton<FairOrders>();
        services.AddSingleton<Vacancies>();
        services.AddScoped<AdmissionTurn>();
        services.AddHostedService<AdmissionService>();
    }
}
