using MassTransit;
using ProofSaga.Hosting;
using ProofSaga.Intake.Api;
using ProofSaga.Intake.Cancelling;
using ProofSaga.Intake.DeadLetters;
using ProofSaga.Intake.Jobs;
using ProofSaga.Intake.Messages;
using ProofSaga.Intake.Overload;
using ProofSaga.Intake.Reading;
using ProofSaga.Intake.Submission;

namespace ProofSaga.Intake;

public static class IntakeRegistration
{
    /// <summary>The consumer of <c>submit-proof</c>, and the HTTP API under <c>/api/v1</c>.</summary>
    public static ProofSagaHostBuilder AddIntake(this ProofSagaHostBuilder host)
    {
        host.Services.AddOptions<IntakeOptions>()
            .BindConfiguration(IntakeOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        host.UseCircuits();
        host.Services.AddSingleton<Backlog>();
        host.Services.AddSingleton<SubmissionValidator>();
        host.Services.AddScoped<NullifierCheck>();
        host.Services.AddScoped<ProofSubmissionService>();
        host.Services.AddScoped<ProofReader>();
        host.Services.AddScoped<ProofCancellation>();
        host.Services.AddScoped<JobReader>();
        host.Services.AddScoped<DeadLetterReader>();
        host.Services.AddScoped<DeadLetterDesk>();
        host.Services.AddProblemDetails();
        host.Services.ConfigureHttpJsonOptions(ApiJson.Configure);
        host.Services.AddOpenApi("v1");
        host.ConfigureBus(bus => bus.AddConsumer<SubmitProofConsumer, SubmitProofDefinition>());
        host.MapEndpoints(app =>
        {
            app.UseExceptionHandler();
            app.UseStatusCodePages();
            app.MapOpenApi("/openapi/{documentName}.json");
            app.MapProofEndpoints();
            app.MapJobEndpoints();
            app.MapDeadLetterEndpoints();
        });
        return host;
    }
}
