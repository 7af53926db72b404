using ProofSaga.Hosting.Configuration;

namespace ProofSaga.Hosting;

public static class ProofSagaHost
{
    /// <summary>
    /// A host with configuration, logging, persistence, health and a bus. Services add themselves to it:
    /// each <c>Program.cs</c> one of them, the standalone host all.
    /// </summary>
    /// <param name="args">The command line: <c>--Section:Key value</c>; wins over the environment.</param>
    public static ProofSagaHostBuilder CreateBuilder(string[] args)
    {
        var web = WebApplication.CreateBuilder(
            new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory }
        );
        web.Configuration.AddKnownEnvironmentNames().AddEnvironmentVariables().AddCommandLine(args);
        return new ProofSagaHostBuilder(web);
    }
}
