using System.CommandLine;
using System.Globalization;
using CallCenter.Core.Encoding;
using CallCenter.Core.Storage;
using CallCenter.Storage.Redis;
using Microsoft.Extensions.Logging.Abstractions;

namespace CallCenter.Cli.Commands;

/// <summary>ccg store: care of the data that servers keep.</summary>
internal static class StoreCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="cli">The world it runs in.</param>
    /// <returns>The command.</returns>
    public static Command Create(CliContext cli)
    {
        Command raise = CreateRaise(cli);
        return new Command("store", "Care of the data that servers keep.") { raise };
    }

    private static ExampleCommand CreateRaise(CliContext cli)
    {
        var redis = new Option<string>("--redis")
        {
            Description = "The Redis that the servers share: redis://[user:password@]host:port[,host:port...][?prefix=...&shards=...].",
            HelpName = "URL",
            Required = true,
        };
        var command = new ExampleCommand("raise-format",
            $"Lets servers write stored format {StoredFormat.Newest}, once all that run read it. Run it after the last server was "
                + "upgraded: from then on servers that do not read this format refuse to start on the data, and the only way back is a "
                + "copy from before. A data file (ccg serve --data) needs no command: it is raised at the first start, and a copy is kept.",
            "ccg store raise-format --redis redis://127.0.0.1:6379");
        command.Options.Add(redis);
        command.SetAction((parsed, token) => RaiseAsync(cli, parsed.GetValue(redis)!, token));
        return command;
    }

    private static async Task<int> RaiseAsync(CliContext cli, string address, CancellationToken token)
    {
        RedisStoreOptions options = Read(address);
        // A name of no server: this process opens no shard.
        await using var store = new RedisMetricStore(options, "raise-format", TimeProvider.System, NullLogger.Instance);
        try
        {
            (int before, IReadOnlyList<string> behind) = await store.RaiseFormatAsync(StoredFormat.Newest, token);
            await cli.Out.WriteLineAsync(before == StoredFormat.Newest
                ? string.Create(CultureInfo.InvariantCulture, $"{options} was raised to format {before} before.")
                : string.Create(CultureInfo.InvariantCulture,
                    $"{options} is raised from format {before} to {StoredFormat.Newest}; servers write it within 30 s."));
            if (behind.Count > 0)
                await cli.Out.WriteLineAsync(
                    $"These running servers do not read it, and until they end all write the older format: {string.Join(", ", behind)}.");
            return ExitCode.Ok;
        }
        catch (StoreUnavailableException e)
        {
            throw new FailedException(e.Message);
        }
    }

    private static RedisStoreOptions Read(string address)
    {
        try
        {
            RedisStoreOptions options = RedisStoreOptions.Parse(address);
            List<string> errors = [.. options.Errors()];
            return errors.Count == 0 ? options : throw new UsageException(string.Join(" ", errors));
        }
        catch (FormatException e)
        {
            throw new UsageException(e.Message);
        }
    }
}
