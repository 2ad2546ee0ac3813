# A plain Rack application.
class Health
  def call(env)
    checks.each { |name, check| check.call(env[name]) }
  end

  def checks
    { "stock" => ->(state) { state.fetch(:left) } }
  end
end
