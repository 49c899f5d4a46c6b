namespace CallCenter.Server.Tests;

/// <summary>A folder for a store, gone afterwards.</summary>
internal sealed class DataFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("callcenter-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
