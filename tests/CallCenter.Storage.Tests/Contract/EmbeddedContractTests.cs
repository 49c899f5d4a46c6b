using CallCenter.Core.Storage;
using CallCenter.Storage.Embedded;

namespace CallCenter.Storage.Tests.Contract;

/// <summary>Runs the contract on the embedded store at one level of durability.</summary>
public abstract class EmbeddedContract(Durability durability) : MetricStoreContract
{
    private readonly string _directory = Directory.CreateTempSubdirectory("ccg-store-").FullName;
    private EmbeddedMetricStore? _store;

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    protected override Task<IMetricStore> OpenAsync()
        => Task.FromResult<IMetricStore>(
            _store ??= new EmbeddedMetricStore(
                new EmbeddedStoreOptions { Directory = _directory, Durability = durability }, TimeProvider.System));
}

public sealed class EmbeddedInMemoryTests() : EmbeddedContract(Durability.Memory);

public sealed class EmbeddedAtIntervalsTests() : EmbeddedContract(Durability.Interval);

public sealed class EmbeddedAlwaysTests() : EmbeddedContract(Durability.Always);
