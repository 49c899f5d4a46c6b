using System.Text;
using CallCenter.Core.Settings;
using CallCenter.Engine.Settings;
using CallCenter.Server.Hosting;
using CallCenter.Server.Kpis;
using CallCenter.Server.Settings;

namespace CallCenter.Server.Definitions;

/// <summary>The file of the definitions, in YAML that people write.</summary>
internal static class DefinitionsFile
{
    private const int BytesMax = 4 * 1024 * 1024;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static DefinitionSet Read(string path, ServerOptions options, TimeProvider time)
    {
        try
        {
            return Parse(File.ReadAllBytes(path), path, options, time);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return Unreadable($"The definitions file '{path}' does not exist; name one that does, as in 'ccg check FILE'.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Unreadable($"The definitions file '{path}' cannot be read: {e.Message.TrimEnd('.')}.");
        }
    }

    /// <summary>Checks the content of a file.</summary>
    public static DefinitionSet Parse(byte[] content, string path, ServerOptions options, TimeProvider time)
    {
        if (content.Length > BytesMax)
            return Unreadable($"The definitions file '{path}' has more than {BytesMax} bytes; is it the right one?");
        var text = Decode(content);
        if (text is null) return Unreadable($"The definitions file '{path}' is no text in UTF-8; save it as such.");
        var parsed = DefinitionsText.Parse(text);
        var settings = SettingsOfTenants.Standard;
        var errors = parsed.Errors(found =>
        {
            settings = SettingsReader.Read(parsed.Options, found);
            if (found.All.Count > 0) return;
            new SelectorMapper(new CurrentSettings(settings), options.Engine.Floor.WindowMax, time).Targets.Check(found);
        });
        return new DefinitionSet(parsed.Options, settings, [.. errors.Select(error => $"{path}:{error}")]);
    }

    private static DefinitionSet Unreadable(string error) => new(new SettingOptions(), SettingsOfTenants.Standard, [error]);

    private static string? Decode(byte[] content)
    {
        try
        {
            return Utf8.GetString(content).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
