package io.bowline.cli;

import io.bowline.cli.account.AccountCommand;
import io.bowline.cli.account.SessionCommand;
import io.bowline.cli.account.SignInCommand;
import io.bowline.cli.account.SignOutCommand;
import io.bowline.cli.audit.AuditCommand;
import io.bowline.cli.cluster.KubeconfigCommand;
import io.bowline.cli.command.ApproveCommand;
import io.bowline.cli.command.CaptureCommand;
import io.bowline.cli.command.ChannelCommand;
import io.bowline.cli.command.CollectorCommand;
import io.bowline.cli.command.CostCommand;
import io.bowline.cli.command.FleetProviderCommand;
import io.bowline.cli.command.InstallCommand;
import io.bowline.cli.command.JobCommand;
import io.bowline.cli.command.LoginCommand;
import io.bowline.cli.command.LogsCommand;
import io.bowline.cli.command.MetricsCommand;
import io.bowline.cli.command.OrgCommand;
import io.bowline.cli.command.PlanCommand;
import io.bowline.cli.command.RegistryCommand;
import io.bowline.cli.command.RunnerCommand;
import io.bowline.cli.command.SizeCommand;
import io.bowline.cli.command.TokenCommand;
import io.bowline.cli.completion.CompletionCommand;
import io.bowline.cli.domain.BaseDomainCommand;
import io.bowline.cli.fleet.ClusterCommand;
import io.bowline.cli.fleet.FleetCommand;
import io.bowline.cli.hosted.HostedRunnerCommand;
import io.bowline.cli.member.AccessCommand;
import io.bowline.cli.member.MemberCommand;
import io.bowline.cli.member.ServiceAccountCommand;
import io.bowline.cli.platform.World;
import io.bowline.cli.preflight.PreflightCommand;
import io.bowline.cli.release.ReleaseCommand;
import io.bowline.cli.session.CliFailure;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Shell;
import io.bowline.cli.sso.TeamCommand;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.lang.reflect.Constructor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.UnmatchedArgumentException;

/// The operator CLI.
@Command(
    name = "bowline",
    description = "Bring your own cloud: releases, installs, plans, jobs.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    version = "bowline 0.1.0",
    exitCodeListHeading = "%nExit codes:%n",
    subcommands = {
      SignInCommand.class,
      SignOutCommand.class,
      SessionCommand.class,
      AccountCommand.class,
      LoginCommand.class,
      OrgCommand.class,
      RegistryCommand.class,
      MemberCommand.class,
      ServiceAccountCommand.class,
      TeamCommand.class,
      AccessCommand.class,
      TokenCommand.class,
      InstallCommand.class,
      PreflightCommand.class,
      ReleaseCommand.class,
      ChannelCommand.class,
      PlanCommand.class,
      ApproveCommand.class,
      JobCommand.class,
      LogsCommand.class,
      MetricsCommand.class,
      CaptureCommand.class,
      RunnerCommand.class,
      CollectorCommand.class,
      FleetProviderCommand.class,
      BaseDomainCommand.class,
      HostedRunnerCommand.class,
      FleetCommand.class,
      ClusterCommand.class,
      KubeconfigCommand.class,
      AuditCommand.class,
      SizeCommand.class,
      CostCommand.class,
      CompletionCommand.class
    })
public final class Bowline {
  Bowline() {}

  /// Runs one command and ends the process with its exit code.
  public static void main(String[] arguments) {
    Shell shell =
        new Shell(
            new PrintWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8), false),
            new PrintWriter(new OutputStreamWriter(System.err, StandardCharsets.UTF_8), true),
            System.in,
            System.getenv(),
            Path.of("").toAbsolutePath(),
            World.real());
    System.exit(run(shell, arguments));
  }

  /// Runs one command.
  ///
  /// @return the exit code
  public static int run(Shell shell, String... arguments) {
    return commands(shell).execute(arguments);
  }

  /// The tree of commands.
  static CommandLine commands(Shell shell) {
    CommandLine line = new CommandLine(new Bowline(), new Wiring(shell));
    line.setOut(shell.out());
    line.setErr(shell.err());
    line.setExecutionExceptionHandler((failure, _, _) -> failed(shell, failure));
    line.setParameterExceptionHandler((failure, _) -> misread(shell, failure));
    Map<String, String> codes = new LinkedHashMap<>();
    Arrays.stream(Exit.values())
        .forEach(exit -> codes.put(Integer.toString(exit.code()), exit.meaning()));
    line.getCommandSpec().usageMessage().exitCodeList(codes);
    helpEverywhere(line);
    return line;
  }

  private static int misread(Shell shell, CommandLine.ParameterException failure) {
    CommandLine at = failure.getCommandLine();
    String command = at.getCommandSpec().qualifiedName();
    boolean noSuchVerb =
        failure instanceof UnmatchedArgumentException && !at.getSubcommands().isEmpty();
    if (noSuchVerb) {
      String word = ((UnmatchedArgumentException) failure).getUnmatched().getFirst();
      shell.err().println("bowline: there is no '%s %s'".formatted(command, word));
      shell.err().println("there is: " + String.join(", ", at.getSubcommands().keySet()));
    } else {
      shell.err().println("bowline: " + failure.getMessage());
    }
    shell.err().println("try: " + command + " --help");
    shell.err().flush();
    return Exit.USAGE.code();
  }

  private static int failed(Shell shell, Exception failure) throws Exception {
    if (!(failure instanceof CliFailure known)) {
      throw failure;
    }
    shell.out().flush();
    shell.err().println("bowline: " + known.getMessage());
    shell.err().flush();
    return known.exit().code();
  }

  private static void helpEverywhere(CommandLine line) {
    line.getSubcommands()
        .values()
        .forEach(sub -> {
          sub.getCommandSpec().mixinStandardHelpOptions(true);
          helpEverywhere(sub);
        });
  }

  /// Gives every command the shell through its constructor.
  private record Wiring(Shell shell) implements CommandLine.IFactory {
    @Override
    public <K> K create(Class<K> type) throws Exception {
      for (Constructor<?> constructor : type.getDeclaredConstructors()) {
        if (Arrays.equals(constructor.getParameterTypes(), new Class<?>[] {Shell.class})) {
          constructor.setAccessible(true);
          return type.cast(constructor.newInstance(shell));
        }
      }
      return CommandLine.defaultFactory().create(type);
    }
  }
}
