namespace CallCenter.Campaign.Fuzz;

/// <summary>One run of the fuzzer: the same seed makes the same cases, in the same order.</summary>
public sealed record FuzzOptions
{
    public static IReadOnlyList<string> AllDoors => FuzzDoors.Names;

    public int Seed { get; init; } = 1;

    /// <summary>Names of the doors, in the order in which they are fuzzed.</summary>
    public IReadOnlyList<string> Doors { get; init; } = FuzzDoors.Names;

    /// <summary>Time for each door.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The only case to send, to look at a finding; null for all.</summary>
    public int? Case { get; init; }

    /// <summary>Doors at a time, each with a server of its own.</summary>
    public int DoorsAtOnce { get; init; } = 2;

    /// <summary>Folder of the servers' logs and key files.</summary>
    public required string Folder { get; init; }

    /// <summary>File of the result, as Markdown.</summary>
    public string? Report { get; init; }

    /// <summary>The options in a command line; null when it cannot be read.</summary>
    public static FuzzOptions? Read(string[] args, string folder)
    {
        var options = new FuzzOptions { Folder = folder };
        for (var i = 0; i < args.Length; i += 2)
        {
            if (i + 1 == args.Length) return null;
            var (name, value) = (args[i], args[i + 1]);
            if (name == "--report") options = options with { Report = value };
            else if (name == "--door" && FuzzDoors.Names.Contains(value)) options = options with { Doors = [value] };
            else if (!int.TryParse(value, out var number) || number < 0) return null;
            else if (name == "--seed") options = options with { Seed = number };
            else if (name == "--seconds") options = options with { Duration = TimeSpan.FromSeconds(number) };
            else if (name == "--case") options = options with { Case = number };
            else if (name == "--at-once") options = options with { DoorsAtOnce = Math.Max(1, number) };
            else return null;
        }
        return options;
    }
}
