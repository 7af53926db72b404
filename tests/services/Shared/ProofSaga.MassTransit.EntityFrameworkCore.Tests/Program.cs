using ProofSaga.Provider.Tests.Crashes;

await CrashingProcess.RunAsync();
