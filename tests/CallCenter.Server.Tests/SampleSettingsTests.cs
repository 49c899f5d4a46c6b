using System.Collections;
using System.Reflection;
using CallCenter.Server.Hosting;
using Microsoft.Extensions.Configuration;

namespace CallCenter.Server.Tests;

/// <summary>The sample of all settings is complete, loads, and shows the defaults.</summary>
public sealed class SampleSettingsTests
{
    private static readonly IConfigurationRoot Sample = new ConfigurationBuilder()
        .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.sample.json")).Build();

    [Fact]
    public void The_sample_names_every_setting()
    {
        var named = Sample.AsEnumerable().Select(s => s.Key).ToHashSet(StringComparer.Ordinal);

        var missing = Settings(new ServerOptions(), "").Select(s => s.Path).Except(named).ToList();

        Assert.Empty(missing);
    }

    [Fact]
    public void The_sample_names_nothing_else()
    {
        var known = Settings(new ServerOptions(), "").Select(s => s.Path).ToHashSet(StringComparer.Ordinal);

        var unknown = Sample.AsEnumerable().Select(s => s.Key)
            .Where(key => !Sample.GetSection(key).GetChildren().Any()).Except(known).ToList();

        Assert.Empty(unknown);
    }

    [Fact]
    public void The_sample_shows_the_defaults()
    {
        var options = new ServerOptions();
        Sample.Bind(options);

        Assert.Equal(Settings(new ServerOptions(), ""), Settings(options, ""));
        Assert.Empty(options.Errors());
    }

    private static IEnumerable<(string Path, object? Value)> Settings(object options, string prefix)
        => options.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(p => p.SetMethod is { IsPublic: true })
            .SelectMany(p => p.GetValue(options) is { } value && IsNested(p.PropertyType)
                ? Settings(value, $"{prefix}{p.Name}:")
                : [($"{prefix}{p.Name}", p.GetValue(options) is IEnumerable items and not string ? Text(items) : p.GetValue(options))]);

    private static string Text(IEnumerable items) => string.Join(',', items.Cast<object>());

    private static bool IsNested(Type type)
        => !type.IsEnum && type.Namespace!.StartsWith("CallCenter", StringComparison.Ordinal);
}
