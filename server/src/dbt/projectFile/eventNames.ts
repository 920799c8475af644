/**
 * The names that `warn_error_options` may hold: dbt-core's events, and the group of all deprecations.
 * Source: dbt-core 1.11.16 `events/__init__.py` (`ALL_EVENT_NAMES`), read out by running it.
 */
export const EVENT_NAMES: ReadonlySet<string> = new Set(
  `
    AdapterDeprecationWarning AdapterEventDebug AdapterEventError AdapterEventInfo
    AdapterEventWarning AdapterImportError AdapterRegistered
    ArgumentsPropertyInGenericTestDeprecation ArtifactUploadError ArtifactUploadSkipped
    ArtifactUploadSuccess ArtifactWritten BehaviorChangeEvent BuildingCatalog CacheAction
    CacheDumpGraph CacheMiss CannotGenerateDocs CatalogGenerationError CatalogWritten
    CatchableExceptionOnRun CheckCleanPath CheckNodeTestFailure CodeExecution
    CodeExecutionStatus ColTypeChange CollectFreshnessReturnSignature CommandCompleted
    CompileComplete CompiledNode ConcurrencyLine ConfigDataPathDeprecation ConfigFolderDirectory
    ConfigLogPathDeprecation ConfigSourcePathDeprecation ConfigTargetPathDeprecation
    ConfirmCleanPath ConnectionClosed ConnectionClosedInCleanup ConnectionLeftOpen
    ConnectionLeftOpenInCleanup ConnectionReused ConnectionUsed ConstraintNotEnforced
    ConstraintNotSupported CustomKeyInConfigDeprecation CustomKeyInObjectDeprecation
    CustomOutputPathInSourceFreshnessDeprecation CustomTopLevelKeyDeprecation
    DatabaseErrorRunningHook DebugCmdOut DebugCmdResult DebugLevel DefaultSelector
    DeprecatedModel DeprecatedReference Deprecations DeprecationsSummary DepsAddPackage
    DepsCreatingLocalSymlink DepsFoundDuplicatePackage DepsInstallInfo DepsListSubdirectory
    DepsLockUpdating DepsNoPackagesFound DepsNotifyUpdatesAvailable DepsScrubbedPackageName
    DepsSetDownloadDirectory DepsStartPackageInstall DepsSymlinkNotAvailable DepsUnpinned
    DepsUpToDate DepsUpdateAvailable DisableTracking DuplicateNameDistinctNodeTypesDeprecation
    DuplicateYAMLKeysDeprecation DynamicLevel EndOfRunSummary EndRunResult EnsureGitInstalled
    EnvironmentVariableNamespaceDeprecation EnvironmentVariableRenamed ErrorLevel EventLevel
    ExposureNameDeprecation FinishedCleanPaths FinishedRunningStats FlushEvents
    FlushEventsFailure Formatting FoundStats FreshnessCheckComplete FreshnessConfigProblem
    GenericExceptionOnRun GenericJSONSchemaValidationDeprecation GetMetaKeyWarning
    GitNothingToDo GitProgressCheckedOutAt GitProgressCheckoutRevision
    GitProgressPullingNewDependency GitProgressUpdatedCheckoutRange
    GitProgressUpdatingExistingDependency GitSparseCheckoutSubdirectory HooksRunning InfoLevel
    InputFileDiffError InternalDeprecation InternalErrorOnRun InvalidConcurrentBatchesConfig
    InvalidDisabledTargetInTestNode InvalidMacroAnnotation InvalidOptionYAML
    InvalidProfileTemplateYAML InvalidValueForField JinjaLogDebug JinjaLogInfo JinjaLogWarning
    ListCmdOut ListRelations LogBatchResult LogCancelLine LogDbtProfileError LogDbtProjectError
    LogDebugStackTrace LogFreshnessResult LogFunctionResult LogHookEndLine LogHookStartLine
    LogModelResult LogNodeNoOpResult LogNodeResult LogSeedResult LogSkipBecauseError
    LogSnapshotResult LogStartBatch LogStartLine LogTestResult MFCumulativeTypeParamsDeprecation
    MFTimespineWithoutYamlConfigurationDeprecation MacroNotFoundForPatch MainEncounteredError
    MainKeyboardInterrupt MainReportArgs MainReportVersion MainStackTrace MainTrackingUserState
    MarkSkippedChildren MetricAttributesRenamed MicrobatchExecutionDebug
    MicrobatchMacroOutsideOfBatchesDeprecation MicrobatchModelNoEventTimeInputs
    MissingArgumentsPropertyInGenericTestDeprecation MissingPlusPrefixDeprecation
    MissingProfileTarget ModelParamUsageDeprecation ModulesItertoolsUsageDeprecation
    NewConnection NewConnectionOpening NoNodeForYamlKey NoNodesForSelectionCriteria
    NoNodesSelected NoSampleProfileFound NodeCompiling NodeConnectionReleaseError NodeExecuting
    NodeFinished NodeNotFoundOrDisabled NodeStart Note NothingToDo OpenCommand
    PackageInstallPathDeprecation PackageMaterializationOverrideDeprecation
    PackageNodeDependsOnRootProjectNode PackageRedirectDeprecation ParseInlineNodeError
    ParsePerfInfoPath ParsedFileLoadFailed PartialParsingEnabled PartialParsingError
    PartialParsingErrorProcessingFile PartialParsingFile PartialParsingNotEnabled
    PartialParsingSkipParsing PluginLoadError PrintEvent ProfileWrittenWithProjectTemplateYAML
    ProfileWrittenWithSample ProfileWrittenWithTargetTemplateYAML ProjectCreated
    ProjectFlagsMovedDeprecation ProjectNameAlreadyExists PropertyMovedToConfigDeprecation
    ProtectedCleanPath QueryCancelationUnsupported RecordReplayIssue RecordRetryException
    RegistryIndexProgressGETRequest RegistryIndexProgressGETResponse RegistryProgressGETRequest
    RegistryProgressGETResponse RegistryResponseExtraNestedKeys
    RegistryResponseMissingNestedKeys RegistryResponseMissingTopKeys
    RegistryResponseUnexpectedType ResourceNamesWithSpacesDeprecation ResourceReport
    RetryExternalCall Rollback RollbackFailed RunResultError RunResultErrorNoMessage
    RunResultFailure RunResultWarning RunResultWarningMessage RunningOperationCaughtError
    RunningOperationUncaughtError SQLCommit SQLCompiledPath SQLQuery SQLQueryStatus
    SQLRunnerException SchemaCreation SchemaDrop SeedExceedsLimitAndPathChanged
    SeedExceedsLimitChecksumChanged SeedExceedsLimitSamePath SeedHeader SeedIncreased
    SelectorReportInvalidSelector SemanticValidationFailure SendEventFailure SendingEvent
    SettingUpProfile ShowNode SkippingDetails SnapshotTimestampWarning
    SourceFreshnessProjectHooksNotRun SourceOverrideDeprecation SpacesInResourceNameDeprecation
    StarterProjectPath StateCheckVarsHash StatsLine SystemCouldNotWrite SystemExecutingCmd
    SystemReportReturnCode SystemStdErr SystemStdOut TestsConfigDeprecation TimingInfoCollected
    TrackingInitializeFailure TypeCodeNotFound UnableToPartialParse
    UnexpectedJinjaBlockDeprecation UnpinnedRefNewVersionAvailable
    UnsupportedConstraintMaterialization UnusedResourceConfigPath UnusedTables
    UnversionedBreakingChange UpcomingReferenceDeprecation ValidationWarning
    WEOIncludeExcludeDeprecation WarnLevel WarnStateTargetEqual WriteCatalogFailure
    WritingInjectedSQLForNode WrongResourceSchemaFile
  `
    .trim()
    .split(/\s+/),
);
