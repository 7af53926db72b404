using ProofSaga.Testing.Postgres;

// The owner of a server, for the test that kills it: starts one, says how to reach it, and stays until it is killed.
var server = await PostgresServer.SharedAsync();
await using var database = await server.CreateDatabaseAsync();
Console.WriteLine(database.ConnectionString);
await Console.In.ReadToEndAsync();
