/**
 * The names that dbt 2 takes in `warn_error_options` besides dbt-core's events: its own errors and
 * groups. Source: dbt 2.0.0-alpha.4 `crates/dbt-error`, `crates/dbt-frontend-common` (`codes.rs`),
 * `crates/dbt-common/src/warn_error_options`.
 */
export const FUSION_ERROR_NAMES: ReadonlySet<string> = new Set(
  `
    ASTSizeLimitExceeded AccessDenied AggregateFailed AliasForbidden AliasLengthViolation
    AmbiguousColumnReference AmbiguousName AmbiguousOrderByDirection
    AmbiguousRenamingSpecification AmbiguousSourceSchema AmbiguousUnion AntlrError
    ArgumentShouldBeStringLiteral ArrowError AsteriskNeedsInput AuthFailed
    AuthenticationFailed BadInlineTable BadLateralView BadQuery BadQueryLimitTarget
    BadRowCount BadTableFunctionArgument BaselineIntrospectionSyntaxInvalid BlockedWord
    BooleanLiteralCaseMismatch BuildError CacheError CacheInvalidationWarning CacheStale
    CaseShouldUseSimpleForm CastingStyleMismatch CatalogNotFound CoalesceHasOnlyNulls
    ColumnAliasMismatch ColumnAliasStyle ColumnNameCaseMismatch ColumnTypeMismatch
    ConcurrencyError ConsecutiveSemicolons CountRowsNotStar CreateIndexFailed
    CreateTableFailed CreateViewFailed CredentialExpired CredentialInvalid CredentialMissing
    CredentialsError CteBlankLine CustomFunctionBinderFailed CyclicDependency DanglingComma
    DbAuthFailed DbConnectionFailed DbDriverFailed DbNotFound DbResourceExceeded
    DbSyntaxInvalid DbTxnConflict DbUnavailable DbUnsupportedFeature DbtPlatformApiError
    DbtYamlValidationError DependencyNotFound DeprecatedModel DeprecatedOption
    DeprecatedReference DeprecatedStaticAnalysisValue DepsDuplicatePackage
    DepsScrubbedPackageName DepsUnpinned DerivedTableMissingAlias DisabledDependency
    DisabledModel DistinctFailed DistinctUsedWithParentheses DocsGenerateWarning
    DuplicateColumnAlias DuplicateColumns DuplicateConfigKey DuplicateCteName
    DuplicateEnvironment DuplicateProperty DuplicateSourceTable DuplicateTableAlias
    DuplicatedColumnName EncodingError EndOfFileMissingNewline EnvVarInvalid EnvVarMissing
    ExecutionError ExecutorFailed ExitRepl ExitWithStatus FailedToCreateDatabase
    FailedToLookupExistingTable FailedToRegisterExistingTable FailedToRegisterSeedTable
    FailedToWriteTable FileIoError FileNotFound FilterFailed FmtError FreshnessConfigInvalid
    FreshnessMetadataWarning FunctionCaseMismatch FunctionDefinitionError
    FunctionResolutionFailed FunctionSpaceBeforeParen GenerateSchemaNameNullValueDeprecation
    Generic GenericDatafusionError GenericExecFailed GenericSemanticLayerDeprecation
    GitError HavingFailed HttpError HttpTimeout HubPackageDeprecated IdentifierCaseMismatch
    IdentifierTooShort IllegalType ImplicitCoerced ImplicitColumnAlias IncompatibleTypes
    InconsistentReference InferenceFailed InsertIntoFailed InvalidAlias InvalidArgument
    InvalidArithmetic InvalidBetween InvalidBooleanExpression InvalidCase InvalidCast
    InvalidCoalesceArgument InvalidCollate InvalidColumnReference InvalidColumnSelector
    InvalidComparison InvalidConcatenation InvalidConcurrentBatchesConfig InvalidConfig
    InvalidCsvFormat InvalidCte InvalidDatabricksNumberFormat InvalidDeclare
    InvalidDelimiter InvalidDereference InvalidDialect InvalidEnvironment InvalidEscape
    InvalidExpression InvalidFlag InvalidFunctionCall InvalidFunctionName
    InvalidGroupByClause InvalidGroupByOrdinal InvalidHavingClause
    InvalidIdentifierCharacter InvalidInList InvalidInSubquery InvalidInsertInto
    InvalidInterval InvalidJoinCriteria InvalidJsonArray InvalidJsonExists InvalidJsonObject
    InvalidJsonQuery InvalidJsonValue InvalidLineageSchema InvalidListAgg InvalidLiteral
    InvalidNamedArgument InvalidNamedStruct InvalidOptions InvalidPartitionBy InvalidPath
    InvalidPatternRecognition InvalidPivot InvalidPredicate InvalidPrimaryExpression
    InvalidProperty InvalidQualifiedName InvalidRegexp InvalidSampleSpecification
    InvalidSchema InvalidSchemaName InvalidSeedValue InvalidSetOperation InvalidSqlFunction
    InvalidStageName InvalidStruct InvalidSubquery InvalidSubscript InvalidTable
    InvalidTableName InvalidTableNameInCLI InvalidTimeUnit InvalidType InvalidUnnest
    InvalidUserInput InvalidValueExpression IoError JinjaAssertionError JinjaError
    JinjaPadding JinjaTopLevelReturn JinjaTypeCheckFailed JinjaWarn JinjaWarnUpgradedToError
    JoinConditionInWhere JoinCriteriaWrongReferenceOrder JoinFailed JoinUsingSyntax
    JoinWithoutCondition JsonInvalid KeywordCaseMismatch KeywordLinePosition
    KeywordUsedAsIdentifier LegacyBinder LegacyDatafusion LegacyParser LicenseError
    LimitFailed LineTooLong LintCheckFailed LinterError LogicalPlanError MacroPatchNotFound
    MacroSyntaxInvalid MacroUnsupportedValueType MacroUseIllegal MacroVarNotFound
    MalformedExpression MangledRef ManifestLoadFailed MergeConflict
    MicrobatchModelNoEventTimeInputs MissingArgument MissingClassifiers MissingProfile
    MissingSourceLocation MissingTable MissingTargetDirectory MissingWorkspaceFile
    NameNotFound NestedCase NetworkError NoFilesChanged NoLongerSupportedOption
    NoNodeForYamlKey NoNodesForSelectionCriteria NoNodesSelected NoResultsToShow
    NoTableFoundForPrefix NoTablesInSource NodeNotFoundOrDisabled NonUniformTypeArray
    NotImplemented NotSupported NotSupportedWarnErrorOption NotYetSupportedOption
    NullComparison NullLiteralCaseMismatch ObjectStoreError OperationCanceled
    OperatorSpacingError OracleEmptyBatch PackageDownloadFailed PackageMissingProjectFile
    PackageParsingCompatibility PackageRedirectDeprecation PackageResolutionFailed
    PackageUpdateAvailable PackageVersionMismatch ParquetError PermissionDenied
    PlannerFailed PreferCTE PreferCoalesce PrimitiveTypeCaseMismatch ProfileInvalid
    ProfileLoadFailed ProjectionFailed PySparkError QualifyFailed QuotedLiteralStyleMismatch
    RateLimited RecursionDepthLimitExceeded RecursiveCTEFailed ReferenceNotQualified
    RemoteError ReplayDataInvalid ReplayDataMissing RequireDereference ResourceError
    RightJoinUsed RuntimeError ScanFailed SchemaMismatch SchemaNotFound
    SeedColumnTypeMismatch SelectExcludeIgnoredWithSelectorWarning SelectModifierOnNewLine
    SelectStarUnknownColumns SelectTargetsNotOnNewLines SelectTrailingComma SelectorError
    SelfAlias SelfComparison SemanticModelDeprecated SerializationError SessionError
    SetOperationFailed SetOperatorNotOnOwnLine SidecarError SidecarUnsupportedFeature
    SkippedArtifact SltConfig SltDatabaseError SltLimits SltParse SnapshotTimestampMismatch
    SnowflakeNotSupportTimeUnitAfterInterval SortFailed SpaceInsideBrackets SqlMismatch
    SqlSchemaInvalid StaleSource StartOfFileWhitespace StateServiceWarn
    StatementMustEndWithSemicolon StaticAnalysis SubprocessError
    SubstitutionRequiresTableAlias SyntaxInvalid TabIndentation TableAliasFailed
    TableAliasStyle TableFunctionResolutionFailed TableMissingLocation TableMissingProvider
    TableNotFound TableWildcardNotFound TaskCancelled TaskTimeout
    TimeDimensionsRequireGranularityDeprecation TooManyEmptyLines TooManyRows
    TrailingWhitespace UnaggregatedColumn UndefinedField Unexpected UnexpectedApiResponse
    UnimplementedFunction UnionColumnCountMismatch Unknown UnknownCliOption UnknownCommand
    UnknownFunctionLanguage UnknownType UnknownVariable UnnecessaryCase UnnecessaryElse
    UnnecessaryQuoting UnreferencedCTE UnresolvedColumnOrdinal UnresolvedGroupBy
    UnresolvedIdentifier UnresolvedRegex UnresolvedStage UnresolvedWindow
    UnsupportedConstraintMaterialization UnsupportedFeature UnsupportedFileExtension
    UnsupportedFileFormat UnsupportedFlag UnsupportedFusionFeature
    UnsupportedLocalExecutionDialect UnsupportedLogicalPlanForLocalExecution
    UnsupportedWorkspaceEdition UnusedConfigKey UnusedJoin UnusedResourceConfigPath
    UnusedTableAlias UnversionedBreakingChange UpcomingReferenceDeprecation
    ValidateMacroArgs ValuesFailed WEOIncludeExcludeDeprecation WarnStateTargetEqual
    WildcardBeforeSingleTargets WindowFailed WindowFunctionInWrongPlace YamlInvalid
  `
    .trim()
    .split(/\s+/),
);
