using CallCenter.Core.Storage;
using CallCenter.Server.Hosting;

try
{
    var app = ServerApp.Build(args);
    await app.RunAsync();
    return Environment.ExitCode;
}
catch (ServerOptionsException e)
{
    foreach (var error in e.Errors) Console.Error.WriteLine($"callcenter-server: {error}");
    return 2;
}
catch (StoreUnavailableException e)
{
    Console.Error.WriteLine($"callcenter-server: {e.Message}");
    return 1;
}
catch (IOException e)
{
    Console.Error.WriteLine($"callcenter-server: {e.Message} Another server may be running; stop it, or set Listen to another address.");
    return 1;
}
