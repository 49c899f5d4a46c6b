using CallCenter.Core.Storage;
using CallCenter.Server;
using CallCenter.Server.Hosting;

try
{
    await using var app = ServerApp.Build(args);
    await ServerStart.StartAsync(app);
    await app.WaitForShutdownAsync();
    return Environment.ExitCode;
}
catch (ServerOptionsException e)
{
    foreach (var error in e.Errors) Console.Error.WriteLine($"callcenter-server: {error}");
    return 2;
}
catch (Exception e) when (e is ServerStartException or StoreUnavailableException)
{
    Console.Error.WriteLine($"callcenter-server: {e.Message}");
    return 1;
}
