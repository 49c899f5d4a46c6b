using System.Globalization;
using CallCenter.Campaign;
using CallCenter.Campaign.Fuzz;
using CallCenter.Server;

if (args is ["node", .. var settings])
{
    await using var app = ServerApp.Build(settings);
    await app.RunAsync();
    return Environment.ExitCode;
}
if (args is ["fuzz", .. var fuzzing])
{
    if (FuzzOptions.Read(fuzzing, Directory.CreateTempSubdirectory("ccg-fuzz-").FullName) is { } fuzz) return await FuzzRuns.RunAsync(fuzz);
    Console.Error.WriteLine("usage: dotnet run --project tests/CallCenter.Campaign -- fuzz [--seed N] [--seconds N] [--at-once N] "
        + "[--door NAME] [--case N] [--report FILE]");
    Console.Error.WriteLine($"doors: {string.Join(", ", FuzzOptions.AllDoors)}");
    return 2;
}
if (Read(args) is not { } options)
{
    Console.Error.WriteLine("usage: dotnet run --project tests/CallCenter.Campaign -- [--seed N] [--cycles M] "
        + "[--store standalone|standalone-always|cluster|sentinel|embedded] [--faults N] [--events N] [--report FILE]");
    return 2;
}
if (options.Store != StoreKind.Embedded && CallCenter.Testing.RedisServer.Missing is { } missing)
{
    Console.Error.WriteLine(missing);
    return 2;
}
Console.WriteLine($"seed {options.Seed}");
return await Runs.RunAsync(options);

static CampaignOptions? Read(string[] args)
{
    var options = new CampaignOptions { Folder = Directory.CreateTempSubdirectory("ccg-campaign-").FullName };
    for (var i = 0; i < args.Length; i += 2)
    {
        if (i + 1 == args.Length) return null;
        var (name, value) = (args[i], args[i + 1]);
        if (name == "--report") options = options with { Report = value };
        else if (name == "--store" && TryReadStore(value, out var store)) options = options with { Store = store };
        else if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return null;
        else if (name == "--seed") options = options with { Seed = number };
        else if (name == "--cycles") options = options with { Cycles = number };
        else if (name == "--faults") options = options with { FaultsOfCycle = number };
        else if (name == "--events") options = options with { EventsOfCycle = number };
        else return null;
    }
    return options;
}

static bool TryReadStore(string text, out StoreKind store)
    => Enum.TryParse(text.Replace("-", "", StringComparison.Ordinal), true, out store);
