package io.dbprovision.core.plugin;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Opcode;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicCallSiteDesc;
import java.lang.constant.MethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites calls that would end the operator's process into calls that throw {@link
 * SecurityException}. Calls by reflection are not found: this is against carelessness, not malice.
 */
final class ExitCalls {
  private static final ClassDesc RUNTIME = ClassDesc.of("java.lang.Runtime");
  private static final Set<String> ENDINGS =
      Set.of("java/lang/System.exit", "java/lang/Runtime.exit", "java/lang/Runtime.halt");
  private static final MethodTypeDesc STATIC =
      MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int);
  private static final MethodTypeDesc VIRTUAL = STATIC.insertParameterTypes(0, RUNTIME);
  private static final String REFUSAL = "dbops$refuseExit";

  private final ClassFile classFile;

  /**
   * @param classFiles gives the class file of a path in the plugin's jar; null for none
   */
  ExitCalls(Function<String, byte @Nullable []> classFiles) {
    ClassHierarchyResolver resolver =
        ClassHierarchyResolver.ofResourceParsing(
                (ClassDesc type) -> stream(classFiles.apply(path(type))))
            .orElse(ClassHierarchyResolver.defaultResolver())
            // a class that is missing altogether is known to nobody: any supertype will do
            .orElse(
                type -> ClassHierarchyResolver.ClassHierarchyInfo.ofClass(ConstantDescs.CD_Object));
    this.classFile = ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(resolver.cached()));
  }

  /**
   * The class file without such calls; the very same array when it has none.
   *
   * @throws ClassFormatError when it is no class file
   */
  byte[] refuse(byte[] original) {
    if (!mayEndProcess(original)) {
      return original;
    }
    ClassModel model;
    try {
      model = classFile.parse(original);
      if (!endsProcess(model)) {
        return original;
      }
    } catch (IllegalArgumentException e) {
      // too new, or broken: let the JVM say so in its own words
      return original;
    }
    return classFile.transformClass(model, transform(model));
  }

  /** Names are ASCII in a class file. Most have none of these, and parsing them would take long. */
  private static boolean mayEndProcess(byte[] original) {
    String text = new String(original, StandardCharsets.ISO_8859_1);
    return ENDINGS.stream()
        .anyMatch(
            ending -> {
              int dot = ending.indexOf('.');
              return text.contains(ending.substring(dot + 1))
                  && text.contains(ending.substring(0, dot));
            });
  }

  private static boolean endsProcess(ClassModel model) {
    return StreamSupport.stream(model.constantPool().spliterator(), false)
        .anyMatch(ExitCalls::isEnding);
  }

  private static boolean isEnding(PoolEntry entry) {
    return entry instanceof MemberRefEntry member
        && ENDINGS.contains(member.owner().asInternalName() + "." + member.name().stringValue());
  }

  private static ClassTransform transform(ClassModel model) {
    ClassDesc self = model.thisClass().asSymbol();
    boolean isInterface = model.flags().has(AccessFlag.INTERFACE);
    return ClassTransform.transformingMethodBodies(
            (code, element) -> rewrite(code, element, self, isInterface))
        .andThen(
            ClassTransform.endHandler(
                type -> {
                  addRefusal(type, STATIC);
                  addRefusal(type, VIRTUAL);
                }));
  }

  private static void rewrite(
      CodeBuilder code, CodeElement element, ClassDesc self, boolean isInterface) {
    if (element instanceof InvokeInstruction call && isEnding(call.method())) {
      code.invokestatic(
          self, REFUSAL, call.opcode() == Opcode.INVOKESTATIC ? STATIC : VIRTUAL, isInterface);
    } else if (element instanceof InvokeDynamicInstruction call) {
      ConstantDesc[] arguments =
          call.bootstrapArgs().stream()
              .map(argument -> redirect(argument, self, isInterface))
              .toArray(ConstantDesc[]::new);
      code.invokedynamic(
          DynamicCallSiteDesc.of(
              call.bootstrapMethod(), call.name().stringValue(), call.typeSymbol(), arguments));
    } else {
      code.with(element);
    }
  }

  private static ConstantDesc redirect(ConstantDesc argument, ClassDesc self, boolean isInterface) {
    if (argument instanceof DirectMethodHandleDesc handle
        && ENDINGS.contains(
            path(handle.owner()).replace(".class", "") + "." + handle.methodName())) {
      return MethodHandleDesc.ofMethod(
          isInterface
              ? DirectMethodHandleDesc.Kind.INTERFACE_STATIC
              : DirectMethodHandleDesc.Kind.STATIC,
          self,
          REFUSAL,
          handle.kind() == DirectMethodHandleDesc.Kind.STATIC ? STATIC : VIRTUAL);
    }
    return argument;
  }

  private static void addRefusal(ClassBuilder type, MethodTypeDesc descriptor) {
    ClassDesc refused = ClassDesc.of(SecurityException.class.getName());
    type.withMethodBody(
        REFUSAL,
        descriptor,
        ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC,
        code ->
            code.new_(refused)
                .dup()
                .loadConstant("a plugin must not end the operator's process")
                .invokespecial(
                    refused,
                    ConstantDescs.INIT_NAME,
                    MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_String))
                .athrow());
  }

  private static String path(ClassDesc type) {
    String descriptor = type.descriptorString();
    return descriptor.substring(1, descriptor.length() - 1) + ".class";
  }

  private static @Nullable InputStream stream(byte @Nullable [] bytes) {
    return bytes == null ? null : new ByteArrayInputStream(bytes);
  }
}
